"""``python -m cnaps.calibration``: fit what the program judges photos by, measure all estimators."""

from __future__ import annotations

from pathlib import Path

import click
from safetensors.numpy import save_file

from cnaps.calibration.accuracy import Accuracy, measure_accuracy
from cnaps.diagnosis import blur, grain
from cnaps.errors import CnapsError

CALIBRATIONS = {"blur": blur.CALIBRATION, "grain": grain.CALIBRATION}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def calibrate() -> None:
    """Fit and measure against known truth what photos are judged by."""


@calibrate.command("fit")
@click.argument("what", type=click.Choice(sorted(CALIBRATIONS)))
@click.option("--clean", required=True, type=FOLDER, help="Folder of clean photos to fit to.")
@click.option("--trials", default=16, show_default=True, help="Degraded versions of each photo.")
@click.option("--seed", default=1, show_default=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Instead of what the program reads."
)
def fit_command(what: str, clean: Path, trials: int, seed: int, out: Path | None) -> None:
    """Fit the regression of blur or of grain; some minutes on one core."""
    # Only fitting needs torch, and loading it takes longer than measuring a folder.
    from cnaps.calibration.blur_fit import measured_blur
    from cnaps.calibration.grain_fit import measured_grain
    from cnaps.calibration.regression_fit import draw_trials, fit_regression

    draw = {"blur": measured_blur, "grain": measured_grain}[what]
    path = out or CALIBRATIONS[what]
    try:
        save_file(fit_regression(draw_trials(clean, trials, seed, draw), seed), path)
    except CnapsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"wrote {path}")


@calibrate.command("following")
@click.option("--clean", required=True, type=FOLDER, help="Folder of clean photos to fit to.")
@click.option("--every", default=20, show_default=True, help="Take one photo in so many.")
def following_command(clean: Path, every: int) -> None:
    """Fit how far the compact diffusion is followed; half a second for each version of each photo."""
    from cnaps.calibration.following_fit import fit, judgements

    click.echo(fit(list(judgements(clean, every=every))))


@calibrate.command("measure")
@click.option("--clean", required=True, type=FOLDER, help="Folder of clean photos, not those fitted to.")
@click.option("--seed", default=7, show_default=True)
def measure_command(clean: Path, seed: int) -> None:
    """Print a table: what the estimators say against the truth, and how often the interval holds it."""
    click.echo("| truth | photos | median | 10 % | 90 % | interval holds truth | graded none |")
    click.echo("|---|---|---|---|---|---|---|")
    for accuracy in measure_accuracy(clean, seed):
        click.echo(_row(accuracy))


def _row(accuracy: Accuracy) -> str:
    low, middle, high = accuracy.quantiles
    return (
        f"| {accuracy.what} | {accuracy.photos} | {middle:.1f} | {low:.1f} | {high:.1f} "
        f"| {accuracy.held:.0%} | {accuracy.none:.0%} |"
    )


if __name__ == "__main__":
    calibrate()
