"""Takes uploads in: when the disk is full a file is lost, never the words beside it."""

from contextlib import suppress

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class LostUpload(UploadedFile):
    """A file that could not be received. It is empty, and has a name to tell of it."""

    is_lost = True


class PatientUploadHandler(TemporaryFileUploadHandler):
    """Writes a large file to a temporary one; what fails is noted, and the form is read on."""

    is_lost = False

    def new_file(self, *args, **kwargs) -> None:
        self.is_lost = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            self.is_lost = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.is_lost:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self.lose()

    def file_complete(self, file_size: int) -> UploadedFile | None:
        try:
            if not self.is_lost:
                return super().file_complete(file_size)
        except OSError:
            self.lose()
        return LostUpload(ContentFile(b""), self.file_name, self.content_type, 0)

    def lose(self) -> None:
        """Give back the room at once; closing may fail as writing did."""
        self.is_lost = True
        with suppress(OSError):
            self.file.close()
