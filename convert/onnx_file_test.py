import numpy as np
import pytest

from .graphs_for_tests import numbers, run
from .onnx_file import Graph


def test_a_graph_written_is_a_graph_that_runs():
    graph = Graph()
    x = graph.input("x", [2, 3])
    graph.output(graph.node("Gemm", [x, graph.constant(np.eye(3, dtype=np.float32))], alpha=2.0), "y", [2, 3])

    given = numbers(2, 3)

    assert np.allclose(run(graph, x=given)["y"], 2 * given)


def test_equal_constants_are_stored_once_and_scalars_stay_scalars():
    graph = Graph()

    assert graph.constant(np.float32(6)) == graph.constant(np.float32(6))
    assert graph.constant(np.float32(6)) != graph.constant(np.array([6], np.float32))


@pytest.mark.parametrize("axis", [1, -1])
def test_negative_attributes_survive(axis):
    graph = Graph()
    graph.output(graph.node("Softmax", [graph.input("x", [1, 4])], axis=axis), "y", [1, 4])

    assert run(graph, x=numbers(1, 4))["y"].sum() == pytest.approx(1)


def test_integer_lists_and_several_outputs():
    graph = Graph()
    x = graph.input("x", [1, 5])
    values, places = graph.top_k(x, 2)
    parts = graph.split(x, [2, 3], 1)
    graph.output(values, "values", [1, 2])
    graph.output(graph.node("Cast", [places], to=1), "places", [1, 2])
    graph.output(parts[1], "rest", [1, 3])

    found = run(graph, x=np.array([[3, 9, 1, 7, 5]], np.float32))

    assert found["values"].tolist() == [[9, 7]]
    assert found["places"].tolist() == [[1, 3]]
    assert found["rest"].tolist() == [[1, 7, 5]]
