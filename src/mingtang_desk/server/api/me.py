"""Routes of `me`."""

from fastapi import APIRouter

router = APIRouter(tags=["me"])
