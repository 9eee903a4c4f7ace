"""Questions to the study that are kept under a name."""

from vknz_research.coding import smartcodes
from vknz_research.model.queries import SmartCode
from vknz_research.project.study import Study


def save_smart_code(study: Study, actor: str, name: str, text: str) -> SmartCode:
    """Keep a question under a name, after it was read: what cannot be is refused."""
    from vknz_research.analysis.query.find import vocabulary_of  # noqa: PLC0415
    from vknz_research.analysis.query.parse import parse  # noqa: PLC0415

    words = vocabulary_of(study.view())
    # Under its own name a question would ask itself.
    others = {k: v for k, v in words.smart.items() if k != name}
    parse(text, type(words)(words.names, others))
    return smartcodes.save_smart_code(study.store, actor, name, text)


def list_smart_codes(study: Study) -> list[SmartCode]:
    """List the questions that are kept, by name."""
    with study.store.read() as reader:
        return sorted(reader.all(SmartCode), key=lambda one: one.name)


def remove_smart_code(study: Study, actor: str, name: str) -> None:
    """Take a smart code away."""
    smartcodes.remove_smart_code(study.store, actor, name)
