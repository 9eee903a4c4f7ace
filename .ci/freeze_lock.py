"""Print the packages of an environment as a lock file, without any index address."""

import subprocess
import sys

# Only where the system is as said: the rest of the lock serves every system.
MARKERS = {
    "pexpect": 'sys_platform != "win32"',
    "ptyprocess": 'sys_platform != "win32"',
    "terminado": None,
    "uvloop": 'sys_platform != "win32"',
    "jeepney": 'sys_platform == "linux"',
    "SecretStorage": 'sys_platform == "linux"',
}


def main() -> None:
    """Write one `name==version` a line, with a marker where one is needed."""
    command = [sys.argv[1], "-m", "pip", "freeze", "--all"]
    made = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    print("# Made by `make lock`; ranges stand in pyproject.toml.")  # noqa: T201
    for line in made.stdout.splitlines():
        name = line.split("==")[0]
        if name in {"pip", "setuptools", "wheel"} or "vknz" in line:
            continue
        marker = MARKERS.get(name)
        print(f"{line} ; {marker}" if marker else line)  # noqa: T201
    print('pywinpty>=2 ; sys_platform == "win32"')  # noqa: T201
    print('colorama>=0.4.6 ; sys_platform == "win32"')  # noqa: T201
    print('pywin32-ctypes>=0.2 ; sys_platform == "win32"')  # noqa: T201


if __name__ == "__main__":
    main()
