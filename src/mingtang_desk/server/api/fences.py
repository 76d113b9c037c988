"""Routes of `fences`."""

from fastapi import APIRouter

router = APIRouter(tags=["fences"])
