import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))


def pytest_addoption(parser):
    parser.addoption("--endpoint", help="judge the S3 at this address instead of one the tests start")
    parser.addoption("--peer", choices=["moto"], help="judge another implementation, started by the tests")
