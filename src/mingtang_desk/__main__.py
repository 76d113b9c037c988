"""`python -m mingtang_desk` is the same as `mingtang-desk`."""

import sys

from mingtang_desk.app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
