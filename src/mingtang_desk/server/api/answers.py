"""Errors as responses."""

from fastapi.responses import JSONResponse

from mingtang_desk.server.problem import Problem

PROBLEM = "application/problem+json"


def answer(problem: Problem) -> JSONResponse:
    """Return a problem as a response."""
    return JSONResponse(
        problem.document(),
        status_code=problem.status,
        headers=problem.headers,
        media_type=PROBLEM,
    )
