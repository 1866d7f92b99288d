"""What tests of this room share."""

from tests.in_chinese import refused_in_chinese_too  # noqa: F401 - used by all tests here
