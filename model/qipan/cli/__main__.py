"""``python -m qipan.cli``."""

from .app import app

if __name__ == "__main__":
    app()
