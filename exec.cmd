@rem npm runs the scripts of package.json with cmd on Windows, which has no `exec`. Elsewhere it makes the program take the shell's place,
@rem so that the signals that npm passes on reach it, and npm waits for its end.
@%*
