"""What everybody in the tests gave, where consent is not what the test is about."""

from vknz_research.model.people import PURPOSES, Given

GIVEN = Given(PURPOSES, "brief-v1", "2020-04-05", "NvD")
CONSENT = (  # for the shell
    *("--consent", "all", "--letter", "brief-v1"),
    *("--by", "NvD", "--consent-date", "2020-04-05"),
)
