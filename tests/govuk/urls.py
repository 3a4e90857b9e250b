"""The names base.html links to, and nothing else."""

from django.http import HttpResponse
from django.urls import path

NAMES = (
    "home data accessibility cookies privacy contact sign_in sign_out change_password brand.css "
    "your_letters your_details search my_work all_enquiries schemes shortcuts briefing_desk "
    "briefings meetings stay_signed_in"
)
urlpatterns = [path(f"{name}/", HttpResponse, name=name) for name in NAMES.split()]
