"""Routes of `stream`."""

from fastapi import APIRouter

router = APIRouter(tags=["stream"])
