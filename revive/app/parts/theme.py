"""The look: warm paper, dark ink, one accent colour, and only fonts that are already on the computer."""

from __future__ import annotations

from gradio.themes import Base, Color, sizes

from revive.core.installation import asset

ICON = asset("icon.png")
STYLE = [
    asset(f"{name}.css")
    for name in ("style", "layout", "accessibility", "photo_tools", "shelf", "player", "faults", "film")
]
SCRIPTS = [
    asset(f"{name}.js")
    for name in (
        "brush", "crop", "picture_types", "drafts", "connection", "shelf", "player", "notify", "layout",
        "accessibility", "faults", "film",
    )
]  # fmt: skip

ACCENT = Color(
    name="clay", c50="#fbf3ec", c100="#f6e4d6", c200="#ecc9b0", c300="#e0a985", c400="#d48a5d", c500="#c26b3a",
    c600="#a9552a", c700="#8a4422", c800="#6b351c", c900="#4d2816", c950="#32190e",
)  # fmt: skip
PAPER = Color(
    name="paper", c50="#fdfbf8", c100="#f7f2eb", c200="#ebe3d8", c300="#d9cec0", c400="#a99d8f", c500="#786d62",
    c600="#5d534a", c700="#443c36", c800="#2d2824", c900="#211d1a", c950="#181513",
)  # fmt: skip
FONT, MONO = ("system-ui", "sans-serif"), ("ui-monospace", "monospace")  # the style sheet names the rest


def theme() -> Base:
    """Paper and clay, in a light and a dark version; large type and generous spacing."""
    look = Base(
        primary_hue=ACCENT, secondary_hue=ACCENT, neutral_hue=PAPER, font=FONT, font_mono=MONO,
        text_size=sizes.text_lg, spacing_size=sizes.spacing_md,
        radius_size=sizes.radius_lg,
    )  # fmt: skip
    return look.set(
        body_background_fill="*neutral_100",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_800",
        body_text_color_dark="*neutral_100",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        block_background_fill="*neutral_50",
        block_background_fill_dark="*neutral_900",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_shadow="none",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        block_label_background_fill="*neutral_50",
        block_label_background_fill_dark="*neutral_900",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_200",
        block_title_text_color="*neutral_800",
        block_title_text_color_dark="*neutral_100",
        input_background_fill="white",
        input_background_fill_dark="*neutral_950",
        input_border_width="1px",
        input_border_color="*neutral_500",
        input_border_color_dark="*neutral_500",
        input_border_color_focus="*primary_600",
        input_border_color_focus_dark="*primary_400",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600",
        button_primary_background_fill_hover_dark="*primary_700",
        button_primary_text_color="white",
        button_primary_text_color_dark="white",
        button_secondary_background_fill="*neutral_200",
        button_secondary_background_fill_hover="*neutral_300",
        button_secondary_background_fill_dark="*neutral_800",
        button_secondary_background_fill_hover_dark="*neutral_700",
        checkbox_border_color="*neutral_500",
        checkbox_border_color_dark="*neutral_400",
        checkbox_border_color_hover="*neutral_700",
        checkbox_border_color_hover_dark="*neutral_200",
        checkbox_border_color_selected_dark="*primary_400",
        checkbox_background_color_dark="*neutral_950",
        checkbox_background_color_selected_dark="*primary_600",
        color_accent="*primary_600",  # of writing too, such as the name of the tab that is open
        color_accent_soft_dark="*primary_950",
        slider_color="*primary_600",
        slider_color_dark="*primary_500",
        error_text_color="*primary_800",
        error_background_fill="*primary_50",
        error_border_color="*primary_400",
    )


def script() -> str:
    """HTML of the page's own scripts."""
    return "".join(f"<script>{path.read_text(encoding='utf-8')}</script>" for path in SCRIPTS)
