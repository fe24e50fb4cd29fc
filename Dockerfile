# Revive on a computer without a graphics card, as a page of its own or, with --target cluster, as a part of a Ray
# cluster: its head, its workers, or a page whose clips it makes. How to run them: docs/hosting.md
FROM python:3.11-slim AS base

RUN apt-get update \
    && apt-get install -y --no-install-recommends libgl1 libegl1 libgles2 libglib2.0-0 libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 revive

WORKDIR /app
# PyTorch without CUDA first: the ordinary build is several GB larger
RUN pip install --no-cache-dir torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu
COPY requirements.txt requirements-mcp.txt ./
# Pillow last: Gradio 6.31 takes none from 13.0 on, but works with it, and it mends flaws of 12.3
RUN pip install --no-cache-dir -r requirements.txt -r requirements-mcp.txt \
    && pip install --no-cache-dir --no-deps pillow==13.0.0
COPY app.py README.md ./
COPY assets assets
COPY revive revive
RUN python -m compileall -q revive && mkdir /data && chown revive /data

USER revive
# nothing is fetched at run time; models are part of the packages
ENV REVIVE_HOME=/data REVIVE_HOST=0.0.0.0 REVIVE_PORT=7860 REVIVE_BROWSER=no \
    HF_HUB_OFFLINE=1 NUMBA_CACHE_DIR=/tmp/numba MPLCONFIGDIR=/tmp/matplotlib PYTHONUNBUFFERED=1
VOLUME /data

FROM base AS cluster
USER root
# wget: with it Kubernetes asks whether Ray lives
RUN apt-get update && apt-get install -y --no-install-recommends wget && rm -rf /var/lib/apt/lists/*
COPY requirements-ray.txt ./
RUN pip install --no-cache-dir -r requirements-ray.txt
USER revive
# revive is found by whatever Ray starts, wherever it starts it; Ray tells its makers nothing
ENV PYTHONPATH=/app RAY_USAGE_STATS_ENABLED=0
EXPOSE 6379 7860 10001
CMD ["ray", "start", "--head", "--block", "--num-cpus=0", "--dashboard-host=127.0.0.1"]

FROM base AS page
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
# give REVIVE_AUTH=USER:PASSWORD, or REVIVE_PUBLIC_DEMO=yes; without either it does not start
CMD ["python", "app.py"]
