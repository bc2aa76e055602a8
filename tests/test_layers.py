"""Who may import whom: data flows one way, and only one part knows Gradio."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "cnaps"

MAY_IMPORT = {
    "__init__": "",
    "__main__": "allocator cli",
    "allocator": "",
    "errors": "",
    "light": "numpy",
    "memory": "psutil",
    "colour": "errors numpy cv2 PIL",
    "decoding": "errors colour numpy PIL",
    "photo": "errors decoding numpy PIL",
    "degradations": "errors light numpy cv2",
    "diagnosis": "photo light numpy cv2 safetensors",
    "calibration": (
        "diagnosis degradations light photo errors procedures registry runtime evaluation numpy cv2 "
        "safetensors torch click"
    ),
    "backend": "diagnosis",
    "result": "photo diagnosis backend",
    "choice": "diagnosis backend result errors",
    "facts": "diagnosis result",
    "explanation": (
        "errors diagnosis backend photo ftfy tomllib tomli pydantic huggingface_hub "
        "model2vec safetensors numpy"
    ),
    "architectures": "torch",
    "diffusion": "architectures deconvolution torch diffusers numpy PIL",
    "dreamclear": (
        "architectures errors torch safetensors diffusers numpy PIL click transformers sentencepiece ftfy "
        "huggingface_hub"
    ),
    "deconvolution": "cv2 numpy torch",
    "inference": "architectures torch",
    "procedures": "backend deconvolution diagnosis diffusion dreamclear photo numpy cv2 torch",
    "compact": "architectures backend deconvolution diffusion",
    "registry": ("architectures dreamclear procedures compact backend diagnosis errors"),
    "official": "errors huggingface_hub httpx gdown",
    "foreign": "errors torch spandrel",
    "recognition": "architectures errors torch",
    "weights": "backend registry official recognition foreign errors torch safetensors",
    "fetching": "official registry weights errors filelock huggingface_hub",
    "tiling": "numpy",
    "layout": "backend tiling errors numpy",
    "runtime": "backend inference layout memory procedures weights tiling photo result errors numpy torch",
    "work": "errors runtime",
    "pipeline": "photo diagnosis choice registry runtime result",
    "evaluation": "photo light diagnosis choice backend degradations runtime errors numpy cv2 skimage",
    "benchmark": (
        "backend degradations diagnosis errors inference photo registry runtime tiling weights numpy torch"
    ),
    "cli": (
        "benchmark errors photo diagnosis choice facts degradations registry official weights fetching "
        "runtime pipeline evaluation explanation click"
    ),
    "interface": (
        "errors photo diagnosis choice facts backend registry official fetching runtime work pipeline result "
        "explanation gradio starlette numpy PIL"
    ),
    "zero_gpu": "backend dreamclear errors procedures runtime work numpy",
    "training": (
        "allocator photo backend registry weights inference runtime evaluation architectures deconvolution "
        "diffusion degradations errors "
        "torch safetensors numpy cv2 PIL skimage pydantic tomllib tomli click"
    ),
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


class RunTime(ast.NodeTransformer):
    """Leaves out what only a type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def imported(path: Path) -> set[str]:
    """Units of cnaps and third-party packages that a file imports, wherever in the file it does so."""
    found: set[str] = set()
    for node in ast.walk(RunTime().visit(ast.parse(path.read_text(encoding="utf-8")))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found |= {f"cnaps.{alias.name}" for alias in node.names} if module == "cnaps" else {module}
    units = {name.split(".")[1] if name.startswith("cnaps.") else name.split(".")[0] for name in found}
    return units - set(sys.stdlib_module_names) - {"cnaps"} | (units & {"tomllib"})


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_it_may(path: Path) -> None:
    unit = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert imported(path) <= {*MAY_IMPORT[unit].split(), unit}


def test_every_permission_is_used() -> None:
    used: dict[str, set[str]] = {unit: set() for unit in MAY_IMPORT}
    for path in modules():
        used[path.relative_to(PACKAGE).parts[0].removesuffix(".py")] |= imported(path)
    spare = {unit: set(allowed.split()) - used[unit] for unit, allowed in MAY_IMPORT.items()}
    assert {unit: names for unit, names in spare.items() if names} == {}


def test_the_rules_have_no_circle() -> None:
    rules = {unit: set(allowed.split()) for unit, allowed in MAY_IMPORT.items()}
    assert "pipeline" in tuple(TopologicalSorter(rules).static_order())


@pytest.mark.parametrize(
    "unit", ["errors", "photo", "diagnosis", "choice", "backend", "result", "explanation", "degradations"]
)
def test_the_photo_side_loads_neither_torch_nor_gradio(unit: str) -> None:
    code = f"import sys, cnaps.{unit}; sys.exit(bool({{'torch', 'gradio'}} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=False).returncode == 0


def test_the_page_is_built_before_diffusers_is_loaded() -> None:
    code = "import sys, app, cnaps.runtime, cnaps.interface; sys.exit('diffusers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, check=False).returncode == 0
