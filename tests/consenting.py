"""What everybody in the tests gave, where consent is not what the test is about."""

from vknz_research.model.people import PURPOSES, Given

GIVEN = Given(PURPOSES, "brief-v1", "2031-04-05", "NvD")
CONSENT = ("--consent", "all", "--letter", "brief-v1", "--by", "NvD")  # for the shell
