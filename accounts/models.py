"""People who sign in, and the teams of officers."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class Team(models.Model):
    """A team of officers with one mailbox. Names and addresses are the council's to edit."""

    name = models.CharField(max_length=100, unique=True)
    email = models.EmailField(
        "mailbox", blank=True, help_text="Where word of a new enquiry goes. Blank sends nothing."
    )
    leader = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )

    is_closed = models.BooleanField("keeps its work to its own officers", default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a person; the address is kept in lower case, since nobody types capitals twice."""
        if not email:
            raise ValueError("A person needs an e-mail address")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Clerks hold dated memberships of councils; the other roles are set here."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=150)
    phone = models.CharField("telephone", max_length=30, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    is_officer = models.BooleanField("officer", default=False)
    is_manager = models.BooleanField("manager", default=False)
    is_editor = models.BooleanField("editor of briefings and schemes", default=False)
    is_engineer = models.BooleanField("engineer who signs off schemes", default=False)
    is_staff = models.BooleanField("administrator", default=False)
    shortcuts = models.BooleanField("single keys act on the officers’ pages", default=False)
    teams = models.ManyToManyField(Team, blank=True, related_name="officers")
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="address_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Administrators may do in the admin what its pages offer; nobody else may enter."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff

    @property
    def works_for_county(self) -> bool:
        """May read every enquiry: officers, managers and administrators."""
        return self.is_officer or self.is_manager or self.is_staff


class SignInCode(models.Model):
    """A link and a six-figure code, sent by letter, of which one use signs a person in.

    Both are kept hashed. `tries` counts wrong codes. All instants are UTC.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_codes")
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=128)
    next_url = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Code for {self.person}, {self.made_at:%Y-%m-%d %H:%M}"

    def is_live(self, at: datetime) -> bool:
        """Say whether the link still signs in at an aware instant."""
        return self.used_at is None and at < self.expires_at and self.person.is_active


class Asking(models.Model):
    """That a letter for signing in was asked for, at an instant in UTC; only to count them.

    `whose` is the keyed hash of an address of either kind, whether anybody here has it or not.
    """

    whose = models.CharField(max_length=64)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["whose", "asked_at"], name="askings_by_whom"),
            models.Index(fields=["asked_at"], name="askings_by_age"),
        ]

    def __str__(self) -> str:
        return f"Asked {self.asked_at:%Y-%m-%d %H:%M}"
