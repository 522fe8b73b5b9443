#pragma once
#include <locale.h>
#include <signal.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <readline/readline.h>
#include <readline/history.h>

// Globals of readline, set from here: Swift 6 refuses C variables that anyone may change.

typedef int (*nhip_key_function)(int, int);
typedef void (*nhip_line_function)(char *);

/// Puts the terminal into UTF-8 and readline into the shape that the REPL needs.
static inline void nhip_readline_start(nhip_key_function on_tab) {
  setlocale(LC_ALL, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
  // Numbers are written and read by us, never by the C library's locale.
  setlocale(LC_NUMERIC, "C");
  // readline keeps the string.
  rl_readline_name = strdup("nhip");
  rl_catch_signals = 1;
  rl_catch_sigwinch = 1;
  rl_change_environment = 0;
  rl_initialize();
  rl_bind_key('\t', on_tab);
}

/// Shows the prompt and begins a line; `on_line` gets it, or NULL at the end of input.
static inline void nhip_readline_begin(const char *prompt, nhip_line_function on_line) {
  // ^C stays ours: the REPL polls for it and for keys. Readline keeps the other signals, so that
  // ^Z and a kill leave the terminal in order.
  struct sigaction interrupt;
  sigaction(SIGINT, NULL, &interrupt);
  rl_callback_handler_install(prompt, on_line);
  sigaction(SIGINT, &interrupt, NULL);
}

/// Ends the line that is being typed, whether it is complete or not.
static inline void nhip_readline_end(void) { rl_callback_handler_remove(); }

/// Leaves the typed line as it stands on the screen, `^C` after it, and forgets it.
static inline void nhip_readline_abandon(void) {
  rl_point = rl_end;
  rl_redisplay();
  fputs("^C\n", rl_outstream);
  fflush(rl_outstream);
  rl_callback_sigcleanup();
  rl_free_line_state();
}

/// Handles what a signal asked for (a new window size, a stop) and draws the line again.
static inline void nhip_readline_check_signals(void) {
  rl_check_signals();
  rl_forced_update_display();
}

/// Takes the terminal back after ^Z and `fg`, whatever the shell made of it meanwhile.
static inline void nhip_readline_take_terminal(void) {
  rl_deprep_terminal();
  rl_prep_terminal(1);
  rl_on_new_line();
  rl_forced_update_display();
}

static inline const char *nhip_readline_line(void) { return rl_line_buffer; }
static inline int nhip_readline_point(void) { return rl_point; }

/// Whether the last key was a tab too: the second one lists.
static inline int nhip_readline_repeats(nhip_key_function function) {
  return rl_last_func == function;
}

/// Puts `text` in place of the bytes from `start` to the cursor.
static inline void nhip_readline_replace(int start, const char *text) {
  rl_begin_undo_group();
  rl_delete_text(start, rl_point);
  rl_point = start;
  rl_insert_text(text);
  rl_end_undo_group();
}

static inline void nhip_readline_ring(void) { rl_ding(); }

/// Before and after text that is written below the line being typed.
static inline void nhip_readline_interlude(void) { rl_crlf(); }
static inline void nhip_readline_resume(void) {
  rl_on_new_line();
  rl_forced_update_display();
}

static inline void nhip_readline_remember(const char *statement) { add_history(statement); }
static inline void nhip_readline_forget_oldest(int keep) { stifle_history(keep); }
