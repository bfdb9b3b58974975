"""make bench: every figure beside its peer or raw limit, measured in the same run.

usage: bench.py [section ...]     sections: s3-small s3-large start import timeline people search list searchable faces eyes eyes-speed eyes-memory policy signatures
                                  reset
The machine is noisy and shared: the ratios decide, not the numbers.
"""

import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from load import (  # noqa: E402
    bench_faces,
    bench_import,
    bench_people,
    bench_policy,
    bench_reset,
    bench_s3,
    bench_search,
    bench_searchable,
    bench_signatures,
    bench_start,
    bench_timeline,
    bench_vision,
)
from load.report import Report  # noqa: E402

SECTIONS = {
    "start": bench_start.run,
    "s3-small": bench_s3.run_small,
    "s3-large": bench_s3.run_large,
    "list": bench_s3.run_list,
    "timeline": bench_timeline.run,
    "people": bench_people.run,
    "search": bench_search.run,
    "import": bench_import.run,
    "searchable": bench_searchable.run,
    "faces": bench_faces.run,
    "eyes": bench_vision.run_accuracy,
    "eyes-speed": bench_vision.run_speed,
    "eyes-memory": bench_vision.run_memory,
    "policy": bench_policy.run,
    "signatures": bench_signatures.run,
    "reset": bench_reset.run,
}


def main() -> None:
    chosen = sys.argv[1:] or list(SECTIONS)
    report = Report()
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="lightwell-bench-") as folder:
            SECTIONS[name](pathlib.Path(folder), report)
    report.print_targets_missed()


if __name__ == "__main__":
    main()
