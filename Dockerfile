FROM python:3.13-slim AS packages
COPY requirements/base.txt /requirements.txt
RUN python -m venv /packages \
    && /packages/bin/pip install --no-cache-dir --require-hashes -r /requirements.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /portal portal \
    && install -d -o portal -g portal /portal /media
COPY --from=packages /packages /packages
COPY . /portal
WORKDIR /portal
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    STATIC_ROOT=/portal/staticfiles MEDIA_ROOT=/media

# Throwaway values: collecting the static files opens no connection and keeps no secret.
RUN SECRET_KEY=only-while-building ALLOWED_HOSTS=building DATABASE_URL=postgres://none \
    EMAIL_URL=console: python manage.py collectstatic --no-input --verbosity 0

USER portal
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
