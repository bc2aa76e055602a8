// Attention within windows, and the normalisation before it, for x86 processors with AVX-512.
//
// PyTorch does both in several passes over memory. Here a head of a window stays in the first cache from its
// queries to its result, and is read and written where the linear layers before and behind it have it.
// kernels.py calls this; attention.py and norms.py have the same in PyTorch alone.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <immintrin.h>

namespace {

constexpr int LANES = 16;
constexpr int MOST_TOKENS = 256;  // of a window
constexpr int QUERIES = 64;       // that are asked at once
constexpr int MOST_CHANNELS = 32; // of a head

// The compiler makes one instruction for sixteen numbers of an operator on these.
typedef float Floats __attribute__((vector_size(64)));
typedef int32_t Integers __attribute__((vector_size(64)));
typedef uint32_t Word;
typedef Word Words __attribute__((vector_size(64)));
typedef uint16_t Halves __attribute__((vector_size(32)));

struct Bfloat16 {
    uint16_t bits;
};

template <typename Vector, typename Place>
inline Vector take(const Place* from) {
    Vector values;
    std::memcpy(&values, from, sizeof values);
    return values;
}

template <typename Vector, typename Place>
inline void put(Place* to, const Vector& values) {
    std::memcpy(to, &values, sizeof values);
}

// To the nearest, ties to even.
inline Halves rounded(Floats values) {
    return (Halves)_mm512_cvtneps_pbh((__m512)values);
}

inline Words widened(Halves halves) {
    return __builtin_convertvector(halves, Words);
}

inline Floats load(const float* from) {
    return take<Floats>(from);
}

inline Floats load(const Bfloat16* from) {
    return (Floats)(widened(take<Halves>(from)) << 16);
}

inline void store(float* to, Floats values) {
    put(to, values);
}

inline void store(Bfloat16* to, Floats values) {
    put(to, rounded(values));
}

inline Floats larger(Floats one, Floats other) {
    return one > other ? one : other;
}

inline float total(Floats values) {
    for (int half = LANES / 2; half; half /= 2) {
        Integers other;
        for (int lane = 0; lane < LANES; ++lane)
            other[lane] = lane ^ half;
        values += __builtin_shuffle(values, other);
    }
    return values[0];
}

// 2^x for x <= 0: the whole part goes into the exponent, Taylor's series is good to 1e-7 for the rest.
inline Floats power_of_two(Floats x) {
    constexpr float LEAST = -126.0f;
    constexpr float TO_WHOLE = 12582912.0f; // 1.5 * 2^23, beside which fractions are rounded away
    x = larger(x, Floats{} + LEAST);
    const Floats whole = (x + TO_WHOLE) - TO_WHOLE;
    const Floats rest = x - whole;
    Floats power = rest * 1.5403530e-4f + 1.3333558e-3f;
    power = power * rest + 9.6181291e-3f;
    power = power * rest + 5.5504109e-2f;
    power = power * rest + 2.4022651e-1f;
    power = power * rest + 6.9314718e-1f;
    power = power * rest + 1.0f;
    return (Floats)((Integers)power + (__builtin_convertvector(whole, Integers) << 23));
}

// Transposes each pair of neighbouring blocks of BLOCK rows and columns, as if a block were one number.
template <int BLOCK>
inline void swap_blocks(Words (&square)[LANES]) {
    Words upper, lower;
    for (int lane = 0; lane < LANES; ++lane) {
        upper[lane] = lane & BLOCK ? LANES + lane - BLOCK : lane;
        lower[lane] = lane & BLOCK ? LANES + lane : lane + BLOCK;
    }
    for (int row = 0; row < LANES; ++row) {
        if (row & BLOCK)
            continue;
        const Words first = square[row], second = square[row + BLOCK];
        square[row] = __builtin_shuffle(first, second, upper);
        square[row + BLOCK] = __builtin_shuffle(first, second, lower);
    }
}

inline void transpose(Words (&square)[LANES]) {
    swap_blocks<1>(square);
    swap_blocks<2>(square);
    swap_blocks<4>(square);
    swap_blocks<8>(square);
}

// What is multiplied at once: one float32, or two neighbouring bfloat16 (of channels in queries and keys, of
// keys in shares and values) by the one instruction that AVX512-BF16 has for it.
template <typename Number>
constexpr int TOGETHER = sizeof(Word) / sizeof(Number);

template <int COUNT>
inline Floats add_products(Floats sums, Word word, Words words) {
    if constexpr (COUNT == 1)
        return sums + (Floats)(Words{} + word) * (Floats)words;
    else
        return (Floats)_mm512_dpbf16_ps((__m512)sums, (__m512bh)(Words{} + word), (__m512bh)words);
}

// Words of the numbers of one row and, where two are multiplied at once, of the next row or zeros.
inline Words words_of(const float* row, const float*) {
    return take<Words>(row);
}

inline Words words_of(const Bfloat16* row, const Bfloat16* next) {
    const Words lower = widened(take<Halves>(row));
    return next ? lower | widened(take<Halves>(next)) << 16 : lower;
}

// One head of one window on its way.
struct alignas(64) Scratch {
    Word queries[MOST_CHANNELS][QUERIES];
    Word keys[MOST_TOKENS][MOST_CHANNELS];
    Word values[MOST_TOKENS][MOST_CHANNELS];
    Word scores[MOST_TOKENS][QUERIES]; // of keys with queries, in this order; then shares in them
    float totals[QUERIES];
};

constexpr int PARTS = QUERIES / LANES;

// A row is `step` numbers behind the one before.
template <typename Number, int CHANNELS>
inline void fetch_queries(Scratch& scratch, const Number* from, ptrdiff_t step, int count) {
    constexpr int AT_ONCE = TOGETHER<Number>, WORDS = CHANNELS / AT_ONCE;
    for (int token = 0; token < QUERIES; token += LANES)
        for (int first = 0; first < WORDS; first += LANES) {
            Words square[LANES];
            for (int row = 0; row < LANES; ++row)
                square[row] = token + row < count ? take<Words>(from + (token + row) * step + first * AT_ONCE)
                                                  : Words{};
            transpose(square);
            for (int row = 0; row < LANES && first + row < WORDS; ++row)
                put(&scratch.queries[first + row][token], square[row]);
        }
}

// The values are `apart` numbers behind the keys.
template <typename Number, int CHANNELS>
inline void fetch_asked(Scratch& scratch, const Number* keys, ptrdiff_t apart, ptrdiff_t step, int length) {
    constexpr int AT_ONCE = TOGETHER<Number>;
    for (int token = 0; token < length; ++token)
        std::memcpy(scratch.keys[token], keys + token * step, CHANNELS * sizeof(Number));
    for (int token = 0; token < length; token += AT_ONCE)
        for (int channel = 0; channel < CHANNELS; channel += LANES) {
            const Number* value = keys + token * step + apart + channel;
            const Number* next = token + 1 < length ? value + step : nullptr;
            put(&scratch.values[token / AT_ONCE][channel], words_of(value, next));
        }
}

// Scores of KEYS keys with all queries, which stay in registers until they are whole.
template <int AT_ONCE, int WORDS, int KEYS>
inline void score(Scratch& scratch, int first, const float* added, ptrdiff_t row, Floats (&most)[PARTS]) {
    Floats scores[KEYS][PARTS];
    for (int key = 0; key < KEYS; ++key)
        for (int part = 0; part < PARTS; ++part)
            scores[key][part] = added ? take<Floats>(added + (first + key) * row + part * LANES) : Floats{};
    for (int word = 0; word < WORDS; ++word) {
        Words queries[PARTS];
        for (int part = 0; part < PARTS; ++part)
            queries[part] = take<Words>(&scratch.queries[word][part * LANES]);
        for (int key = 0; key < KEYS; ++key)
            for (int part = 0; part < PARTS; ++part)
                scores[key][part] =
                    add_products<AT_ONCE>(scores[key][part], scratch.keys[first + key][word], queries[part]);
    }
    for (int key = 0; key < KEYS; ++key)
        for (int part = 0; part < PARTS; ++part) {
            put(&scratch.scores[first + key][part * LANES], scores[key][part]);
            most[part] = larger(most[part], scores[key][part]);
        }
}

// Scores to shares, of AT_ONCE keys in one word, in the same place.
template <int AT_ONCE>
inline void share_out(Scratch& scratch, int length, const Floats (&most)[PARTS]) {
    Floats totals[PARTS] = {};
    for (int key = 0; key < length; key += AT_ONCE)
        for (int part = 0; part < PARTS; ++part) {
            const int column = part * LANES;
            const Floats one = power_of_two(take<Floats>(&scratch.scores[key][column]) - most[part]);
            totals[part] += one;
            Words shares = (Words)one;
            if constexpr (AT_ONCE == 2) {
                Floats other = {};
                if (key + 1 < length)
                    other = power_of_two(take<Floats>(&scratch.scores[key + 1][column]) - most[part]);
                totals[part] += other;
                shares = widened(rounded(one)) | widened(rounded(other)) << 16;
            }
            put(&scratch.scores[key / AT_ONCE][column], shares);
        }
    for (int part = 0; part < PARTS; ++part)
        put(&scratch.totals[part * LANES], totals[part]);
}

// The values as SOME of the queries mix them.
template <typename Number, int CHANNELS, int SOME>
inline void mix(const Scratch& scratch, int length, int first, Number* result, ptrdiff_t step) {
    constexpr int AT_ONCE = TOGETHER<Number>, WIDE = CHANNELS / LANES;
    Floats sums[SOME][WIDE] = {};
    for (int row = 0; row < (length + AT_ONCE - 1) / AT_ONCE; ++row) {
        Words values[WIDE];
        for (int part = 0; part < WIDE; ++part)
            values[part] = take<Words>(&scratch.values[row][part * LANES]);
        for (int query = 0; query < SOME; ++query)
            for (int part = 0; part < WIDE; ++part)
                sums[query][part] = add_products<AT_ONCE>(
                    sums[query][part], scratch.scores[row][first + query], values[part]
                );
    }
    for (int query = 0; query < SOME; ++query) {
        const float whole = 1.0f / scratch.totals[first + query];
        for (int part = 0; part < WIDE; ++part)
            store(result + (first + query) * step + part * LANES, sums[query][part] * whole);
    }
}

// `from` is the first query; the keys are `width` numbers behind it, the values as many again. A row of
// `added` has as many numbers as there are queries, in whole blocks.
template <typename Number, int CHANNELS>
void attend_head(const Number* from, ptrdiff_t width, int length, const float* added, Number* result) {
    constexpr int AT_ONCE = TOGETHER<Number>, WORDS = CHANNELS / AT_ONCE;
    constexpr int KEYS = 4, SOME = 8; // as many as hide the time that a sum takes
    const ptrdiff_t step = 3 * width, row = (length + QUERIES - 1) / QUERIES * QUERIES;
    Scratch scratch;
    fetch_asked<Number, CHANNELS>(scratch, from + width, width, step, length);
    for (int block = 0; block < length; block += QUERIES) {
        const int count = length - block < QUERIES ? length - block : QUERIES;
        fetch_queries<Number, CHANNELS>(scratch, from + block * step, step, count);
        Floats most[PARTS];
        for (Floats& part : most)
            part = Floats{} - INFINITY;
        const float* beside = added ? added + block : nullptr;
        int key = 0;
        for (; key + KEYS <= length; key += KEYS)
            score<AT_ONCE, WORDS, KEYS>(scratch, key, beside, row, most);
        for (; key < length; ++key)
            score<AT_ONCE, WORDS, 1>(scratch, key, beside, row, most);
        share_out<AT_ONCE>(scratch, length, most);
        Number* mixed = result + block * width;
        int query = 0;
        for (; query + SOME <= count; query += SOME)
            mix<Number, CHANNELS, SOME>(scratch, length, query, mixed, width);
        for (; query < count; ++query)
            mix<Number, CHANNELS, 1>(scratch, length, query, mixed, width);
    }
}

struct Windows {
    ptrdiff_t count;
    int length, heads, channels;
};

template <typename Number>
void attend(
    const Number* windows, const float* added, ptrdiff_t added_step, Number* result, const Windows& size,
    int threads
) {
    const ptrdiff_t width = ptrdiff_t(size.heads) * size.channels, tokens = size.length * width;
    const auto attend_one = size.channels == 16 ? attend_head<Number, 16> : attend_head<Number, 32>;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (ptrdiff_t number = 0; number < size.count * size.heads; ++number) {
        const ptrdiff_t window = number / size.heads, head = number % size.heads;
        attend_one(
            windows + window * 3 * tokens + head * size.channels, width, size.length,
            added ? added + head * added_step : nullptr, result + window * tokens + head * size.channels
        );
    }
}

// One row brought to mean 0 and variance 1. Its last sixteen numbers may be some of those before; `fresh` is
// zero for them, else one.
template <typename Number>
inline void normalise_row(const Number* row, Number* result, int width, Floats fresh, float eps) {
    const int last = width - LANES;
    const Floats ending = load(row + last);
    Floats sums = ending * fresh;
    for (int first = 0; first < last; first += LANES)
        sums += load(row + first);
    const float mean = total(sums) / width;
    const Floats beyond = ending - mean;
    Floats squares = beyond * beyond * fresh;
    for (int first = 0; first < last; first += LANES) {
        const Floats from_mean = load(row + first) - mean;
        squares += from_mean * from_mean;
    }
    const float factor = 1.0f / std::sqrt(total(squares) / width + eps);
    for (int first = 0; first < last; first += LANES)
        store(result + first, (load(row + first) - mean) * factor);
    store(result + last, beyond * factor);
}

struct Rows {
    ptrdiff_t count;
    int width;
    float eps;
};

// Rows in a given order, or as they are without one; into `gathered`, too, where there is an order.
template <typename Number>
void normalise(
    const Number* rows, const int32_t* order, Number* gathered, Number* normalised, const Rows& size,
    int threads
) {
    Floats fresh;
    const int stale = (LANES - size.width % LANES) % LANES;
    for (int lane = 0; lane < LANES; ++lane)
        fresh[lane] = lane < stale ? 0.0f : 1.0f;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (ptrdiff_t number = 0; number < size.count; ++number) {
        const Number* row = rows + (order ? ptrdiff_t(order[number]) : number) * size.width;
        if (order)
            std::memcpy(gathered + number * size.width, row, size.width * sizeof(Number));
        normalise_row(row, normalised + number * size.width, size.width, fresh, size.eps);
    }
}

template <typename Pointed>
Pointed* at(unsigned long long address) {
    return reinterpret_cast<Pointed*>(static_cast<uintptr_t>(address));
}

PyObject* attend_from_python(PyObject*, PyObject* arguments) {
    unsigned long long windows, added, result;
    Py_ssize_t added_step;
    Windows size;
    int halved, threads;
    if (!PyArg_ParseTuple(
            arguments, "KKnKniiipi", &windows, &added, &added_step, &result, &size.count, &size.length,
            &size.heads, &size.channels, &halved, &threads
        ))
        return nullptr;
    if (size.length > MOST_TOKENS || (size.channels != 16 && size.channels != 32)) {
        PyErr_SetString(PyExc_ValueError, "windows of at most 256 tokens, heads of 16 or 32 channels");
        return nullptr;
    }
    Py_BEGIN_ALLOW_THREADS;
    const float* table = at<const float>(added);
    if (halved)
        attend(at<const Bfloat16>(windows), table, added_step, at<Bfloat16>(result), size, threads);
    else
        attend(at<const float>(windows), table, added_step, at<float>(result), size, threads);
    Py_END_ALLOW_THREADS;
    Py_RETURN_NONE;
}

PyObject* normalise_from_python(PyObject*, PyObject* arguments) {
    unsigned long long rows, order, gathered, normalised;
    Rows size;
    int halved, threads;
    if (!PyArg_ParseTuple(
            arguments, "KKKKnifpi", &rows, &order, &gathered, &normalised, &size.count, &size.width,
            &size.eps, &halved, &threads
        ))
        return nullptr;
    if (size.width < LANES) {
        PyErr_SetString(PyExc_ValueError, "rows of at least 16 numbers");
        return nullptr;
    }
    Py_BEGIN_ALLOW_THREADS;
    const int32_t* places = at<const int32_t>(order);
    if (halved)
        normalise(
            at<const Bfloat16>(rows), places, at<Bfloat16>(gathered), at<Bfloat16>(normalised), size, threads
        );
    else
        normalise(at<const float>(rows), places, at<float>(gathered), at<float>(normalised), size, threads);
    Py_END_ALLOW_THREADS;
    Py_RETURN_NONE;
}

PyMethodDef functions[] = {
    {"attend", attend_from_python, METH_VARARGS, nullptr},
    {"normalise", normalise_from_python, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr},
};

PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_windows", nullptr, -1, functions, nullptr, nullptr, nullptr, nullptr
};

} // namespace

PyMODINIT_FUNC PyInit__windows() {
    return PyModule_Create(&module);
}
