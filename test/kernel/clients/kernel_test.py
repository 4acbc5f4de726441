"""jupyter_kernel_test, Jupyter's own test of kernels, told what TypeScript looks like."""

import unittest

import jupyter_kernel_test


class PrunelabTests(jupyter_kernel_test.KernelTests):
    kernel_name = "prunelab"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oh')"
    completion_samples = [
        {"text": "const sum = [1, 2].reduceR", "matches": {"reduceRight"}},
        {"text": "Math.hyp", "matches": {"hypot"}},
    ]
    complete_code_samples = ["1 + 1", "const a: number = 1;", "function f() {\n  return 1;\n}"]
    incomplete_code_samples = ["function f() {", "const a = [1,", "`one"]
    invalid_code_samples = ["const const = 1;"]
    code_generate_error = "throw new RangeError('no')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2, 3].map((x) => x * x)", "result": "[ 1, 4, 9 ]"},
        {"code": "2n ** 70n", "result": "1180591620717411303424n"},
    ]
    code_display_data = [
        {
            "code": "import { html } from 'prunelab/display';\nhtml('<b>bold</b>')",
            "mime": "text/html",
        }
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 2*"
    code_inspect_sample = "Math.hypot"


if __name__ == "__main__":
    unittest.main()
