"""Lines of a benchmark: what, ours, the peer's, the ratio, the target."""


class Report:
    def __init__(self):
        self.missed: list[str] = []

    def line(self, what: str, ours: str, peer: str = "", ratio: float | None = None, target: str = "", met: bool | None = None) -> None:
        shown = f"{ratio:6.2f}x" if ratio is not None else " " * 7
        verdict = "" if met is None else ("  ok" if met else "  MISSED")
        print(f"{what:44} {ours:>18}   {peer:38} {shown}  {target}{verdict}", flush=True)
        if met is False:
            self.missed.append(f"{what}: {ours} (target {target})")

    def print_targets_missed(self) -> None:
        print("\nEvery target was met." if not self.missed else "\nTargets missed:\n  " + "\n  ".join(self.missed))
