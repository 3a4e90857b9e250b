from django.urls import path

from . import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/letter/", views.sign_in_letter, name="sign_in_letter"),
    path("sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("sign-in/link/<str:link>/", views.sign_in_link, name="sign_in_link"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("stay-signed-in/", views.stay_signed_in, name="stay_signed_in"),
    path("password/", views.change_password, name="change_password"),
    path("keyboard/", views.shortcuts, name="shortcuts"),
    path("details/", views.your_details, name="your_details"),
    path("letters/", views.your_letters, name="your_letters"),
]
