"""Hashed file names for production, so that browsers may keep files for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from` in JavaScript modules to the hashed names."""

    support_js_module_import_aggregation = True
