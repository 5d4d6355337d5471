/* The order of evaluation, and the circles that have none. No recursion: chains may be long. */
#include <string.h>

#include "dmn/model_private.h"

enum { MAX_CIRCLE_NAMES = 20 }; /* of a circle in a finding; then "…" */

/* ---- a heap of indices, the smallest first ---- */

typedef struct Heap {
    int *items;
    size_t n;
} Heap;

static void swap(int *a, int *b)
{
    int t = *a;

    *a = *b;
    *b = t;
}

static void heap_add(Heap *h, int item)
{
    size_t i = h->n++;

    h->items[i] = item;
    while (i > 0 && h->items[i] < h->items[(i - 1) / 2]) {
        swap(&h->items[i], &h->items[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

static int heap_take(Heap *h)
{
    int first = h->items[0];
    size_t i = 0;

    h->items[0] = h->items[--h->n];
    for (;;) {
        size_t least = i, left = 2 * i + 1, right = left + 1;

        if (left < h->n && h->items[left] < h->items[least])
            least = left;
        if (right < h->n && h->items[right] < h->items[least])
            least = right;
        if (least == i)
            return first;
        swap(&h->items[i], &h->items[least]);
        i = least;
    }
}

/* ---- order ---- */

typedef struct Graph {
    DmnModel *model;
    Arena *scratch;
    int *users_start; /* n + 1 offsets into users: who requires element i */
    int *users;
    int *n_open;    /* requirements not yet in the order */
    bool *is_done;  /* in the order */
    int *component; /* of those not done: number from 1; elements that need each other share it */
} Graph;

static void find_users(Graph *g)
{
    const DmnModel *m = g->model;
    size_t total = 0;
    int *at;

    g->users_start = ARENA_NEW_N(g->scratch, int, m->n + 1);
    for (size_t i = 0; i < m->n; i++) {
        const DmnElement *e = m->elements[i];

        for (size_t k = 0; k < e->n_requires; k++)
            g->users_start[e->requires[k] + 1]++;
        total += e->n_requires;
    }
    for (size_t i = 0; i < m->n; i++)
        g->users_start[i + 1] += g->users_start[i];
    g->users = ARENA_NEW_N(g->scratch, int, total);
    at = ARENA_NEW_N(g->scratch, int, m->n);
    for (size_t i = 0; i < m->n; i++) {
        const DmnElement *e = m->elements[i];

        for (size_t k = 0; k < e->n_requires; k++) {
            int needed = e->requires[k];
            g->users[g->users_start[needed] + at[needed]++] = (int)i;
        }
    }
}

static void sort(Graph *g)
{
    DmnModel *m = g->model;
    Heap ready = {.items = ARENA_NEW_N(g->scratch, int, m->n)};

    g->n_open = ARENA_NEW_N(g->scratch, int, m->n);
    for (size_t i = 0; i < m->n; i++) {
        g->n_open[i] = (int)m->elements[i]->n_requires;
        if (g->n_open[i] == 0)
            heap_add(&ready, (int)i);
    }
    m->order = ARENA_NEW_N(m->arena, int, m->n);
    m->n_order = 0;
    while (ready.n) {
        int i = heap_take(&ready);

        m->order[m->n_order++] = i;
        g->is_done[i] = true;
        for (int u = g->users_start[i]; u < g->users_start[i + 1]; u++)
            if (--g->n_open[g->users[u]] == 0)
                heap_add(&ready, g->users[u]);
    }
}

/* ---- components: elements that need each other (Tarjan 1972), with a stack of our own ---- */

typedef struct Walk {
    Graph *g;
    int *number; /* order of visiting, from 1; 0 = not visited */
    int *low;    /* the smallest number reached from there */
    bool *is_open;
    int *open; /* stack of elements that have no component yet */
    size_t n_open;
    int *path;    /* stack of elements being visited */
    size_t *next; /* for each of them: the requirement to look at next */
    size_t n_path;
    int n_visited, n_components;
} Walk;

static void enter(Walk *w, int i)
{
    w->number[i] = w->low[i] = ++w->n_visited;
    w->open[w->n_open++] = i;
    w->is_open[i] = true;
    w->path[w->n_path] = i;
    w->next[w->n_path++] = 0;
}

static void leave(Walk *w, int i)
{
    w->n_path--;
    if (w->n_path) {
        int before = w->path[w->n_path - 1];
        w->low[before] = MIN(w->low[before], w->low[i]);
    }
    if (w->low[i] != w->number[i])
        return;
    w->n_components++;
    for (int member = -1; member != i;) {
        member = w->open[--w->n_open];
        w->is_open[member] = false;
        w->g->component[member] = w->n_components;
    }
}

static void walk_from(Walk *w, int start)
{
    enter(w, start);
    while (w->n_path) {
        int i = w->path[w->n_path - 1];
        const DmnElement *e = w->g->model->elements[i];
        int needed;

        if (w->next[w->n_path - 1] == e->n_requires) {
            leave(w, i);
            continue;
        }
        needed = e->requires[w->next[w->n_path - 1]++];
        if (w->g->is_done[needed])
            continue;
        if (w->number[needed] == 0)
            enter(w, needed);
        else if (w->is_open[needed])
            w->low[i] = MIN(w->low[i], w->number[needed]);
    }
}

static void find_components(Graph *g)
{
    size_t n = g->model->n;
    Walk w = {
        .g = g,
        .number = ARENA_NEW_N(g->scratch, int, n),
        .low = ARENA_NEW_N(g->scratch, int, n),
        .is_open = ARENA_NEW_N(g->scratch, bool, n),
        .open = ARENA_NEW_N(g->scratch, int, n),
        .path = ARENA_NEW_N(g->scratch, int, n),
        .next = ARENA_NEW_N(g->scratch, size_t, n),
    };

    g->component = ARENA_NEW_N(g->scratch, int, n);
    for (size_t i = 0; i < n; i++)
        if (!g->is_done[i] && w.number[i] == 0)
            walk_from(&w, (int)i);
}

/* ---- circles ---- */

/* The shortest way from `first` along requirements back to it, inside its component. `from`: -1 for
 * its members. Returns its number of elements, path[0] = first; 0 if there is none. */
static size_t find_circle(const Graph *g, int first, int *path, int *from, int *queue)
{
    size_t head = 0, tail = 0, n = 0;

    queue[tail++] = first;
    while (head < tail) {
        int i = queue[head++];
        const DmnElement *e = g->model->elements[i];

        for (size_t k = 0; k < e->n_requires; k++) {
            int next = e->requires[k];

            if (next == first) {
                for (int at = i; at != first; at = from[at])
                    path[++n] = at;
                path[0] = first;
                for (size_t a = 1, b = n; a < b; a++, b--)
                    swap(&path[a], &path[b]);
                return n + 1;
            }
            if (g->component[next] == g->component[first] && from[next] < 0) {
                from[next] = i;
                queue[tail++] = next;
            }
        }
    }
    return 0;
}

static void report_circle(const Graph *g, const int *path, size_t n, Diags *diags)
{
    g_autoptr(GString) names = g_string_new(NULL);
    const DmnElement *first = g->model->elements[path[0]];

    for (size_t i = 0; i < MIN(n, (size_t)MAX_CIRCLE_NAMES); i++)
        g_string_append_printf(names, "%s → ", g->model->elements[path[i]]->name);
    if (n > MAX_CIRCLE_NAMES)
        g_string_append(names, "… → ");
    g_string_append(names, first->name);
    diag_add(diags, DIAG_ERROR, "dmn.circle", first->pos, "circle: %s (each needs the next one)",
             names->str);
}

static void report_circles(Graph *g, Diags *diags)
{
    size_t n = g->model->n;
    int *path = ARENA_NEW_N(g->scratch, int, n);
    int *from = ARENA_NEW_N(g->scratch, int, n);
    int *queue = ARENA_NEW_N(g->scratch, int, n);
    bool *is_reported = ARENA_NEW_N(g->scratch, bool, n + 1); /* components */

    find_components(g);
    memset(from, 0xff, n * sizeof(int));
    for (size_t i = 0; i < n; i++) {
        size_t length;

        if (g->is_done[i] || is_reported[g->component[i]])
            continue;
        is_reported[g->component[i]] = true;
        length = find_circle(g, (int)i, path, from, queue);
        if (length)
            report_circle(g, path, length, diags);
    }
}

size_t dmn_model_order(DmnModel *model, Diags *diags, const int **out)
{
    g_autoptr(Arena) scratch = arena_new(0);
    Graph g = {.model = model, .scratch = scratch};

    g.is_done = ARENA_NEW_N(scratch, bool, model->n);
    find_users(&g);
    sort(&g);
    if (model->n_order < model->n)
        report_circles(&g, diags);
    *out = model->order;
    return model->n_order;
}
