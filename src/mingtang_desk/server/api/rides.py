"""Routes of `rides`."""

from fastapi import APIRouter

router = APIRouter(tags=["rides"])
