"""Feedback of klanten to klantmanagers, as commands and pages use it."""

from vknz_research.coding.find import find_participant
from vknz_research.errors import WrongParticipantError
from vknz_research.model.people import role_perspective
from vknz_research.project.study import Study


def find_recipient(study: Study, label: str, role: str) -> str:
    """Return the id of the participant who logs in with a role that is theirs alone."""
    with study.store.read() as reader:
        found = find_participant(reader, label)
    if role_perspective(found.role) != role:
        raise WrongParticipantError(role=role)
    return found.id
