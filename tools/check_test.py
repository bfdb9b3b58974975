import check_includes
import check_style

LAW = {"base": set(), "run": {"base"}, "services": {"base", "api"}, "api": {"base"}}


def test_an_upward_include_is_named():
    assert check_includes.broken_includes("base/x.cc", '#include "run/task.h"', LAW) == [
        "src/base/x.cc: base may not include run/task.h"
    ]
    assert check_includes.broken_includes("run/x.cc", '#include "base/text.h"', LAW) == []


def test_a_service_may_not_see_another():
    assert check_includes.broken_includes("services/sqs/a.cc", '#include "services/sqs/b.h"', LAW) == []
    assert len(check_includes.broken_includes("services/sqs/a.cc", '#include "services/s3/b.h"', LAW)) == 1


def test_the_law_is_read_from_its_block():
    law = check_includes.read_law("words\n```law\nbase:\nrun: base\n```\n")
    assert law == {"base": set(), "run": {"base"}}


def test_style_sees_long_files_and_vague_names():
    assert check_style.complaints_about("src/base/x.cc", "int a;\n" * 451)
    assert check_style.complaints_about("src/base/string_utils.cc", "int a;\n")
    assert check_style.complaints_about("src/base/text.cc", "int a;\n") == []
