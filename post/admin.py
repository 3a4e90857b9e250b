from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django import forms
from django.contrib import admin
from django.core import signing
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from . import wordings
from .models import Incoming, Letter, Sweep, Wording
from .outbox import parts

EVERY_LETTER = "Every letter"
PREVIEW = "post.admin.preview"
FRAMES = {"frame-src": [SELF]}
# As mail programs show it: its styles are its own, and nothing else is fetched or run.
AS_A_LETTER = {key: [NONE] for key in ["script-src", "img-src", "font-src", "connect-src"]} | {
    "style-src": [UNSAFE_INLINE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


class ReadOnly(admin.ModelAdmin):
    """Letters are written by verbs and sent by workers; a person only looks."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Letter)
class LetterAdmin(ReadOnly):
    list_display = ["subject", "to", "status", "attempts", "created_at", "sent_at", "error"]
    list_filter = ["status", "kind"]
    search_fields = ["about", "to", "key"]
    # The page of the letter shows its text, without what only the reader may use.
    exclude = ["html", "text"]
    list_select_related = False
    show_full_result_count = False


@admin.register(Incoming)
class IncomingAdmin(ReadOnly):
    list_display = ["subject", "sender", "came_at", "done", "why", "about"]
    list_filter = ["done"]
    search_fields = ["sender", "about"]
    raw_id_fields = ["letter"]
    list_select_related = False
    show_full_result_count = False


@admin.register(Sweep)
class SweepAdmin(ReadOnly):
    list_display = ["name", "at"]


def kinds() -> list[tuple[str, str]]:
    known = [(kind, known.label) for kind, known in wordings.letters.items()]
    return [("", EVERY_LETTER), *sorted(known, key=lambda row: row[1])]


def in_braces(names) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


class WordingForm(forms.ModelForm):
    kind = forms.ChoiceField(label="Which letter", choices=kinds, required=False)

    class Meta:
        model = Wording
        fields = ["kind", "text"]
        labels = {"text": "Your words"}
        help_texts = {
            "text": "Plain text, shown before the link. Leave a line empty for a new paragraph. "
            f"Every letter knows {in_braces(wordings.EVERYWHERE)}; preview a letter to see whether "
            "it knows more.",
        }

    def clean_kind(self) -> str:
        kind = self.cleaned_data["kind"]
        if Wording.objects.filter(kind=kind).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There are words for this letter already. Change those.")
        return kind

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        kind, text = cleaned.get("kind", ""), cleaned.get("text", "")
        if strange := wordings.unknown(text, kind):
            known = in_braces(wordings.fields_of(kind))
            self.add_error("text", f"This letter does not know {strange[0]}. It knows {known}.")
        return cleaned


def made_up(kind: str, text: str, person) -> dict[str, str]:
    """Return the subject, text and HTML of a made-up letter with these words in it."""
    shown = kind or next(iter(wordings.letters))
    rows = [row for row in wordings.read(shown) if row.kind != kind]
    context = {"wordings": [*rows, Wording(kind=kind, text=text)], "person": person}
    return parts(shown, wordings.letters[shown].sample() | context)


@admin.register(Wording)
class WordingAdmin(admin.ModelAdmin):
    form = WordingForm
    list_display = ["label", "text", "changed_at", "changed_by"]
    list_select_related = ["changed_by"]
    change_form_template = "admin/post/wording/change_form.html"

    @admin.display(description="letter", ordering="kind")
    def label(self, row: Wording) -> str:
        return dict(kinds()).get(row.kind, row.kind)

    def save_model(self, request, obj, form, change) -> None:
        obj.changed_at, obj.changed_by = request.now, request.user
        super().save_model(request, obj, form, change)

    def get_urls(self):
        sample = self.admin_site.admin_view(self.sample)
        return [path("sample/", sample, name="post_wording_sample"), *super().get_urls()]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the letter before it is saved, if that is the button; else as ever."""
        if request.method == "POST" and "_preview" in request.POST:
            row = self.get_object(request, object_id) if object_id else None
            form = WordingForm(request.POST, instance=row)
            may = self.has_change_permission(request) and self.has_add_permission(request)
            if may and form.is_valid():
                return self.preview(request, form)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @method_decorator(csp_update(FRAMES))
    def preview(self, request, form: WordingForm) -> HttpResponse:
        chosen = {"kind": form.cleaned_data["kind"], "text": form.cleaned_data["text"]}
        frame = (
            f"{reverse('admin:post_wording_sample')}?letter={signing.dumps(chosen, salt=PREVIEW)}"
        )
        context = self.admin_site.each_context(request) | {
            "title": "Preview",
            "opts": self.opts,
            "form": form,
            "letter": made_up(**chosen, person=request.user),
            "fields": in_braces(wordings.fields_of(chosen["kind"])),
            "frame": frame,
        }
        return TemplateResponse(request, "admin/post/wording/preview.html", context)

    @method_decorator([require_safe, xframe_options_sameorigin, csp_replace(AS_A_LETTER)])
    def sample(self, request) -> HttpResponse:
        """Show only the letter itself, from what the preview has signed."""
        try:
            chosen = signing.loads(request.GET.get("letter", ""), salt=PREVIEW, max_age=3600)
        except signing.BadSignature as bad:
            raise Http404 from bad
        return HttpResponse(made_up(**chosen, person=request.user)["html"])
