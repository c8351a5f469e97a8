"""What benchmarks/http compares with: FastAPI's background tasks, in one worker process."""

import asyncio
import itertools
import platform
import time

import fastapi
import starlette
import uvicorn
from fastapi import BackgroundTasks, FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI(openapi_url=None, default_response_class=PlainTextResponse)
# next() of it is atomic, so that tasks on several threads need no lock
ended = itertools.count(1)
completed = 0


def finish():
    global completed
    completed = next(ended)


async def finish_async():
    finish()


def sleep(millis):
    time.sleep(millis / 1000)
    finish()


async def sleep_async(millis):
    await asyncio.sleep(millis / 1000)
    finish()


@app.get("/plain")
async def plain():
    return "accepted"


@app.get("/plain-def")
def plain_def():
    return "accepted"


@app.get("/task")
async def task(tasks: BackgroundTasks):
    tasks.add_task(finish)
    return "accepted"


@app.get("/task-async")
async def task_async(tasks: BackgroundTasks):
    tasks.add_task(finish_async)
    return "accepted"


@app.get("/task/sleeping")
async def sleeping(tasks: BackgroundTasks, millis: int = 50):
    tasks.add_task(sleep, millis)
    return "accepted"


@app.get("/task-async/sleeping")
async def sleeping_async(tasks: BackgroundTasks, millis: int = 50):
    tasks.add_task(sleep_async, millis)
    return "accepted"


@app.get("/completed")
async def count():
    return str(completed)


@app.get("/version")
async def version():
    return (
        f"FastAPI {fastapi.__version__}, Starlette {starlette.__version__}, "
        f"uvicorn {uvicorn.__version__}, Python {platform.python_version()}"
    )
