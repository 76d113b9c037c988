"""Routes of `frames`."""

from fastapi import APIRouter

router = APIRouter(tags=["frames"])
