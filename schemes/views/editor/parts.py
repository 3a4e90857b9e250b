"""The parts of a scheme that editors write."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.requests import Request

from ... import forms, workflows
from ...fingerprints import of
from ...models import CostLine, Example, Fact, Option, Scheme, Topic
from ...workflows.edit import words_of_alternatives, words_of_fits
from .guard import for_editors, form_methods
from .part import Part, edit


@form_methods
@for_editors
def name(request: Request, scheme: Scheme) -> HttpResponse:
    def load() -> Part:
        now = Scheme.objects.get(pk=scheme.pk)
        initial = {
            "name": now.name, "letter": now.letter, "category": now.category_id,
            "is_done_here": "yes" if now.is_done_here else "no", "editor": now.editor_id,
        }  # fmt: skip
        save = partial(workflows.save_scheme, scheme=scheme)
        return Part(forms.SchemeForm, initial, now.words(), save, extra={"scheme": now})

    return edit(request, scheme, load, title="Name and place")


@form_methods
@for_editors
def fact(request: Request, scheme: Scheme, topic: str) -> HttpResponse:
    if topic not in Topic.values:
        raise Http404

    def load() -> Part:
        now = Fact.objects.filter(scheme=scheme, topic=topic).first() or Fact(topic=topic)
        initial = {"text": now.text, "basis": now.basis, "source": now.source}
        save = partial(workflows.save_fact, scheme=scheme, topic=topic)
        return Part(forms.FactForm, initial, now.words(), save)

    return edit(request, scheme, load, title=Topic(topic).label, hint=UNSIGNED)


UNSIGNED = "If you change this, an engineer must sign it off again."


@form_methods
@for_editors
def option(request: Request, scheme: Scheme, option: int | None = None) -> HttpResponse:
    row = get_object_or_404(scheme.options, pk=option) if option else None

    def load() -> Part:
        now = Option.objects.get(pk=row.pk) if row else Option(scheme=scheme)
        save = partial(workflows.save_option, scheme=scheme, option=row)
        drop = partial(workflows.drop_option, option=row) if row else None
        return Part(forms.OptionForm, {"name": now.name}, now.words(), save, remove=drop)

    return edit(request, scheme, load, title="Option")


@form_methods
@for_editors
def cost(request: Request, scheme: Scheme, option: int, cost: int | None = None) -> HttpResponse:
    of_option = get_object_or_404(scheme.options, pk=option)
    row = get_object_or_404(of_option.costs, pk=cost) if cost else None

    def load() -> Part:
        now = of_option.costs.get(pk=row.pk) if row else CostLine(option=of_option)
        verb = partial(workflows.save_cost, option=of_option, line=row)
        remove = partial(verb, seen=of(now.words()), authority=None) if row else None
        return Part(forms.CostForm, forms.of_cost(now), now.words(), verb, remove=remove)

    return edit(request, scheme, load, title=f"Price: {of_option.name}", hint=UNSIGNED)


@form_methods
@for_editors
def synonyms(request: Request, scheme: Scheme) -> HttpResponse:
    def load() -> Part:
        words = [row.words for row in Scheme.objects.get(pk=scheme.pk).synonyms.all()]
        save = partial(workflows.save_synonyms, scheme=scheme)
        return Part(forms.SynonymsForm, {"lines": "\n".join(words)}, words, save)

    return edit(request, scheme, load, title="Words that clerks use")


@form_methods
@for_editors
def problems(request: Request, scheme: Scheme) -> HttpResponse:
    def load() -> Part:
        now = Scheme.objects.get(pk=scheme.pk)
        save = partial(workflows.save_fits, scheme=scheme)
        return Part(forms.ProblemsForm, forms.of_fits(now), words_of_fits(now), save)

    return edit(request, scheme, load, title="Problems it helps and does not help", hint=UNSIGNED)


@form_methods
@for_editors
def alternatives(request: Request, scheme: Scheme) -> HttpResponse:
    def load() -> Part:
        now = Scheme.objects.get(pk=scheme.pk)
        save = partial(workflows.save_alternatives, scheme=scheme)
        present = words_of_alternatives(now)
        initial = forms.of_alternatives(present)
        return Part(forms.AlternativesForm, initial, present, save, extra={"scheme": now})

    return edit(request, scheme, load, title="Alternatives")


@form_methods
@for_editors
def example(request: Request, scheme: Scheme, example: int | None = None) -> HttpResponse:
    row = get_object_or_404(scheme.examples, pk=example) if example else None

    def load() -> Part:
        now = Example.objects.get(pk=row.pk) if row else Example(scheme=scheme)
        initial = {name: getattr(now, name) for name in Example.WORDS}
        verb = partial(workflows.save_example, scheme=scheme, example=row)
        remove = partial(verb, seen=of(now.words()), place="") if row else None
        return Part(forms.ExampleForm, initial, now.words(), verb, remove=remove)

    return edit(request, scheme, load, title="Example in the county", hint=UNSIGNED)
