"""Routes of `positions`."""

from fastapi import APIRouter

router = APIRouter(tags=["positions"])
