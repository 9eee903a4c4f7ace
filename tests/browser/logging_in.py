"""Coming in to a dashboard that runs."""

from playwright.sync_api import Page
from serving import PASSWORD


def find_root(address: str) -> str:
    """Return the start of the address that `vknz serve` showed, without its token."""
    return "/".join(address.split("/")[:3])


def log_in(page: Page, root: str, name: str, password: str = PASSWORD) -> None:
    """Fill in the form."""
    page.goto(root)
    page.get_by_label("Naam").fill(name)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()
