#!/bin/sh
# Finds a Python 3.11 to 3.13 that can make virtual environments, then hands over to setup_venv.py.
# $PYTHON, if set, is the only one tried.

fits='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
for python in ${PYTHON:-python3 python3.11 python3.12 python3.13 /usr/bin/python3}; do
    if "$python" -c "$fits" 2>/dev/null; then
        exec "$python" "$(dirname "$0")/setup_venv.py" "$@"
    fi
done
echo "没有找到可用的 Python：需要 3.11、3.12 或 3.13，并带 venv。请先运行：" >&2
echo "  sudo apt-get update && sudo apt-get install -y python3 python3-venv" >&2
exit 1
