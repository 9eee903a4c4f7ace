"""The workbench in a page of Panel: the same module as in a notebook, another host."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

import param
from panel.custom import JSComponent

from vknz_research.widgets.workbench import WORKBENCH_CSS, WORKBENCH_JS

_OWN_EXPORT: Final = "export default { render };"
# What the module asks of a model of anywidget, on top of a model of Panel.
ADAPTER: Final = """
const drawWorkbench = render;
function renderInPanel({ model, view }) {
  const el = document.createElement("div");
  el.style.height = "100%";
  const heard = new Map();
  const traits = {
    host: () => "panel",
    language: () => model.language,
    height: () => model.tall,
    source: () => model.opens,
    place: () => model.place,
    memo: () => model.memo,
  };
  const host = {
    get: (name) => traits[name]?.(),
    set: () => {},
    save_changes: () => {},
    send: (message) => model.send_msg(message),
    on: (name, listener) => {
      const wrapped = (event) => listener(event.data ?? event, []);
      heard.set(listener, wrapped);
      model.on(name, wrapped);
    },
    off: (name, listener) => model.off(name, heard.get(listener) ?? listener),
  };
  const close = drawWorkbench({ model: host, el });
  model.on("remove", () => close?.());
  return el;
}
export default { render: renderInPanel };
"""

Handle = Callable[[Mapping[str, Any]], dict[str, Any]]


class WorkbenchPane(JSComponent):
    """Shows the workbench; every message of the browser goes to `handle`."""

    language = param.String("nl")
    tall = param.String("100%")
    opens = param.String("")
    place = param.String("")
    memo = param.String("")

    _esm = WORKBENCH_JS.replace(_OWN_EXPORT, ADAPTER)
    _stylesheets: ClassVar[list[str]] = [WORKBENCH_CSS]

    def __init__(self, handle: Handle, **values: Any) -> None:
        super().__init__(**values)  # type: ignore[no-untyped-call]
        self._handle = handle

    def _handle_msg(self, data: dict[str, Any]) -> None:
        self._send_msg(self._handle(data))
