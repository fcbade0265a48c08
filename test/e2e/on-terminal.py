"""Runs a command on a terminal of its own and types what a person would: argv is the dialogue as JSON, then the command.

The dialogue is a list of [text to wait for, keys to send]; each text is looked for behind the one before it. Prints what the
terminal showed, and ends as the command did.
"""
import json, os, pty, select, sys, time

dialogue, command = json.loads(sys.argv[1]), sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
import fcntl, struct, termios
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 160, 0, 0))
shown, seen, limit = b"", 0, time.monotonic() + 50
while True:
    if dialogue:
        at = shown.find(dialogue[0][0].encode(), seen)
        if at >= 0:
            seen = at + len(dialogue[0][0].encode())
            os.write(terminal, dialogue.pop(0)[1].encode())
            continue
    if not select.select([terminal], [], [], max(0.1, limit - time.monotonic()))[0]:
        if time.monotonic() < limit:
            continue
        sys.stdout.buffer.write(shown + b"\nthe terminal waits, nothing answers\n")
        os.kill(child, 9)
        sys.exit(99)
    try:
        data = os.read(terminal, 65536)
    except OSError:
        data = b""
    if not data:
        break
    shown += data
sys.stdout.buffer.write(shown)
if dialogue:
    sys.stdout.buffer.write(b"\nnever seen: " + dialogue[0][0].encode())
    sys.exit(98)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
