"""Drives a kernel with jupyter_client.

Reads a list of steps (JSON) from standard input and prints the list of what came of them.
"""

import json
import queue
import sys
import time

from jupyter_client import KernelManager

TIMEOUT = 60


def wait_for(get_message, msg_id):
    """The reply to a request; other messages are dropped."""
    deadline = time.monotonic() + TIMEOUT
    while True:
        message = get_message(timeout=max(0.0, deadline - time.monotonic()))
        if message["parent_header"].get("msg_id") == msg_id:
            return message["content"]


def next_message(get_message, seconds):
    try:
        return get_message(timeout=seconds)
    except queue.Empty:
        return None


class Driver:
    def __init__(self, kernel_name):
        self.manager = KernelManager(kernel_name=kernel_name)
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)

    def execute(self, code, answers=None, interrupt=False, **options):
        """Runs code; `interrupt` interrupts it when it prints; `answers` are typed for it."""
        msg_id = self.client.execute(code, allow_stdin=answers is not None, **options)
        answers = list(answers or [])
        outputs, prompts = [], []
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            message = next_message(self.client.get_iopub_msg, 0.05)
            if message is None:
                asked = next_message(self.client.get_stdin_msg, 0)
                if asked is not None:
                    prompts.append(asked["content"])
                    self.client.input(answers.pop(0))
                continue
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status":
                if content["execution_state"] == "idle":
                    break
                continue
            outputs.append({"type": kind, "content": content})
            if interrupt and kind == "stream":
                interrupt = False
                self.manager.interrupt_kernel()
        else:
            raise TimeoutError("the kernel never became idle")
        reply = wait_for(self.client.get_shell_msg, msg_id)
        return {"reply": reply, "outputs": outputs, "prompts": prompts}

    def execute_all(self, codes):
        """Sends all at once, as a front end does for Run All; the replies in order."""
        ids = [self.client.execute(code) for code in codes]
        return [wait_for(self.client.get_shell_msg, msg_id) for msg_id in ids]

    def request(self, type, content):
        message = self.client.session.msg(type, content)
        self.client.shell_channel.send(message)
        return wait_for(self.client.get_shell_msg, message["header"]["msg_id"])

    def restart(self):
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=TIMEOUT)
        return {"alive": self.manager.is_alive()}

    def is_alive(self):
        return {"alive": self.manager.is_alive()}

    def shutdown(self):
        started = time.monotonic()
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)
        return {"alive": self.manager.is_alive(), "seconds": time.monotonic() - started}


def main():
    steps = json.load(sys.stdin)
    driver = Driver(sys.argv[1])
    try:
        results = [getattr(driver, step.pop("do"))(**step) for step in steps]
    finally:
        if driver.manager.is_alive():
            driver.manager.shutdown_kernel(now=True)
    json.dump(results, sys.stdout, default=str)


main()
