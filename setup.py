"""What pyproject.toml cannot say: `scenarios/` is carried by the package, as `qipan/shipped/`."""

from setuptools import find_namespace_packages, setup

setup(
    packages=[*find_namespace_packages("model", include=["qipan*"]), "qipan.shipped"],
    package_dir={"": "model", "qipan.shipped": "scenarios"},
)
