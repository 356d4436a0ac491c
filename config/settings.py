"""All settings, in one file. What differs between installations comes from the environment (docs/settings.md)."""

from pathlib import Path

from django.utils.csp import CSP

from config import environment, smtp

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO = environment.switch("TOETS_DEMO")

# --- Django itself -----------------------------------------------------------------------------
DEBUG = environment.switch("TOETS_DEBUG")
SECRET_KEY = environment.secret("TOETS_SECRET_KEY") if DEMO else environment.key("TOETS_SECRET_KEY")
# The key before this one, while sessions that it signed still run.
SECRET_KEY_FALLBACKS = [environment.key(name) for name in ("TOETS_SECRET_KEY_BEFORE",) if environment.given(name)]
ALLOWED_HOSTS = environment.words("TOETS_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.words("TOETS_ORIGINS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # First, so that its `migrate` stands in for Django's.
    "assessments",
    "nlds",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # First what puts headers on every response, then what may answer by itself.
    "assessments.headers.HeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "assessments.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Around everything that may refuse: a refusal is logged as well.
    "assessments.access_log.AccessLogMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After the check on forgery and before the one on signing in: it knows what was typed in a session that ended.
    "assessments.sessions.middleware.SessionLimits",
    # A page is private unless it says otherwise (`login_not_required`).
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Last, so that a view that is refused earlier opens no transaction.
    "assessments.middleware.ActorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "assessments.presenters.navigation.navigation",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "nlds"
CRISPY_TEMPLATE_PACK = "nlds"

# --- Database: the app role here, the owner role only while migrating ---------------------------
DATABASES = {
    "default": {
        **environment.database("DATABASE_URL"),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# Kept apart: a connection that changes its user changes DATABASES with it.
DATABASE_APP_ROLE = DATABASES["default"]["USER"]
DATABASE_OWNER = environment.database("DATABASE_OWNER_URL") if environment.given("DATABASE_OWNER_URL") else None
# In the database, because sign-in attempts must be counted over all web processes together.
CACHES = {"default": {"BACKEND": "assessments.adapters.counting.CounterCache", "LOCATION": "cache"}}

# --- Who signs in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = ["assessments.adapters.account.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "assessments.forms.signing_in.LoginForm",
    "reauthenticate": "assessments.forms.signing_in.PasswordAgainForm",
    "change_password": "assessments.forms.signing_in.ChangePasswordForm",
}
ACCOUNT_ADAPTER = "assessments.adapters.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# How long a proof of who you are counts for advising, and for changing a password or a factor.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# Per minute and address, and for wrong passwords and codes also per account.
ACCOUNT_RATE_LIMITS = {
    "csp_report": "60/m/ip",
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "identity_provider": "30/m/ip",
    # Ours, counted by allauth beside its own: using personal links, and sending them.
    "use_link": "30/5m/ip",
    "member_mail": "100/h/user",
}
# How many proxies of ours add to X-Forwarded-For; what stands further left was said by the visitor.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("TOETS_PROXY_COUNT")
MFA_ADAPTER = "assessments.adapters.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip"}
MFA_TOTP_ISSUER = "Toets generatieve AI"
MFA_FORMS = {
    "authenticate": "assessments.forms.factors.CodeForm",
    "reauthenticate": "assessments.forms.factors.CodeAgainForm",
    "activate_totp": "assessments.forms.factors.ActivateAppForm",
    "add_webauthn": "assessments.forms.factors.AddPasskeyForm",
    "edit_webauthn": "assessments.forms.factors.RenamePasskeyForm",
    "login_webauthn": "assessments.forms.factors.PasskeyLoginForm",
    "authenticate_webauthn": "assessments.forms.factors.PasskeyForm",
    "reauthenticate_webauthn": "assessments.forms.factors.PasskeyAgainForm",
}
# One file per client secret of an identity provider; the database knows their names alone.
OIDC_SECRETS_DIRECTORY = environment.folder("TOETS_OIDC_SECRETS_DIR", BASE_DIR / "var" / "oidc")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "assessments.adapters.passwords.ContextWordsValidator"},
]

# --- Browser and transport -----------------------------------------------------------------------
# The demo listens on loopback without TLS; everywhere else nothing works without it.
REPORTING_GROUP, REPORTING_PATH = "csp", "/csp-report/"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
    "report-to": [REPORTING_GROUP],
    "report-uri": [REPORTING_PATH],
}
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if environment.switch("TOETS_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# A session ends this long after the last page, and this long after signing in, whatever happens.
SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
# Tells a browser that somebody signed in with before from a new one, which gets a mail.
DEVICE_COOKIE_NAME = "device" if DEMO else "__Host-device"
# What was typed in a session that ended waits this long for the same person.
KEPT_SECONDS = 60 * 60
# `__Host-`: a browser takes such a cookie over TLS alone, from this very host, for the whole site.
SESSION_COOKIE_NAME = "session" if DEMO else "__Host-session"
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf" if DEMO else "__Host-csrf"
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "assessments.views.signing_in.forged_or_stale"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Who hears of a weak spot: an address for /.well-known/security.txt.
SECURITY_CONTACT = environment.contact("TOETS_SECURITY_CONTACT")

# --- Mail: sent by the worker alone, from rows that actions made; none leaves the demo ---------------
SMTP = None if DEMO else smtp.server("TOETS_SMTP_URL")
SMTP_CA_FILE = environment.text("TOETS_SMTP_CA_FILE")
MAIL_FROM = smtp.sender("TOETS_MAIL_FROM", needed=SMTP is not None) or "toets@voorbeeld.example"
SITE_URL = smtp.site(
    "TOETS_SITE_URL",
    demo=f"http://127.0.0.1:{environment.text('PORT') or 8000}" if DEMO else "",
    needed=SMTP is not None,
)
# Whatever would mail past those rows (a package, Django itself) is a fault.
MAILERS = {"default": {"BACKEND": "assessments.adapters.mail.NoOtherWay"}}

# --- Seals and signatures: the demo makes keys of its own, worth nothing; an installation brings them ----------
DEVELOPMENT_PKI = DEMO
PKI_DIRECTORY = environment.folder("TOETS_PKI_DIR", BASE_DIR / "var" / "pki")
PKI_PASSPHRASE = environment.secret("TOETS_PKI_PASSPHRASE") if environment.given("TOETS_PKI_PASSPHRASE") else ""
TSA_URL = environment.text("TOETS_TSA_URL")
# Who has a signing key in the demo; everybody else's agreement is recorded.
DEMO_SIGNERS = ["fg"]

# --- Audit trail ---------------------------------------------------------------------------------------
# How precisely the access log says where a request came from: network, address or none.
ACCESS_LOG_ORIGIN = environment.one_of("TOETS_LOG_ORIGIN", ("network", "address", "none"))

# Where checkpoints go, outside the database. Nothing is written there twice, and nothing removed.
CHECKPOINT_DIRECTORY = (
    environment.folder("TOETS_CHECKPOINT_DIR", BASE_DIR / "var" / "checkpoints")
    if DEMO or environment.given("TOETS_CHECKPOINT_DIR")
    else None
)
CHECKPOINT_MAIL = environment.text("TOETS_CHECKPOINT_MAIL")

# --- What may come in ------------------------------------------------------------------------------
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# --- Language and time: Dutch without a prefix, English under /en/ --------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- Static files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The typeface of the report, as the CSS build copies it.
FONTS_DIRECTORY = BASE_DIR / "static" / "build" / "fonts"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Logging: what happened and where, never what was written -------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "config.log_format.WithoutContent",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Its lines at INFO carry the arguments of every job.
        "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # It warns at every seal that nothing may be fetched: that is how we want it.
        "pyhanko": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
