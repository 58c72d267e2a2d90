/* The few routines of BLAS that NumPy calls to multiply arrays, plainly: what OpenBLAS does in 27 MB.
   Names, and integers of 64 bits, as NumPy's wheels for Linux ask for them. An element of a matrix
   stands at i * (step of rows) + j * (step of columns), so order and transposition are two steps. */

#include <complex.h>
#include <stdint.h>

typedef int64_t Int;
typedef float complex FloatComplex;
typedef double complex DoubleComplex;
enum { ROW_MAJOR = 101, NO_TRANS = 111, UPPER = 121 };

/* p: letter of the type T; S: how a scalar is passed, at: how it is read then. */
#define ROUTINES(p, T, S, at) \
    static void p##scale(Int n, T beta, T *y, Int step) { \
        for (Int i = 0; i < n; i++) y[i * step] = beta == 0 ? 0 : beta * y[i * step]; \
    } \
    static void p##add(Int n, T alpha, const T *x, Int from, T *y, Int to) { \
        if (from == 1 && to == 1) for (Int i = 0; i < n; i++) y[i] += alpha * x[i]; \
        else for (Int i = 0; i < n; i++) y[i * to] += alpha * x[i * from]; \
    } \
    void scipy_cblas_##p##axpy64_(Int n, S alpha, const T *x, Int from, T *y, Int to) { \
        if (from < 0) x -= (n - 1) * from; \
        if (to < 0) y -= (n - 1) * to; \
        p##add(n, at alpha, x, from, y, to); \
    } \
    void scipy_cblas_##p##gemm64_(int order, int ta, int tb, Int m, Int n, Int k, S alpha, const T *a, \
                                  Int lda, const T *b, Int ldb, S beta, T *c, Int ldc) { \
        int row = order == ROW_MAJOR; \
        int a_row = row == (ta == NO_TRANS), b_row = row == (tb == NO_TRANS); \
        Int ai = a_row ? lda : 1, al = a_row ? 1 : lda, bl = b_row ? ldb : 1, bj = b_row ? 1 : ldb; \
        Int ci = row ? ldc : 1, cj = row ? 1 : ldc; \
        for (Int i = 0; i < m; i++) { \
            p##scale(n, at beta, c + i * ci, cj); \
            for (Int l = 0; l < k; l++) \
                p##add(n, at alpha * a[i * ai + l * al], b + l * bl, bj, c + i * ci, cj); \
        } \
    } \
    void scipy_cblas_##p##syrk64_(int order, int uplo, int trans, Int n, Int k, S alpha, const T *a, \
                                  Int lda, S beta, T *c, Int ldc) { \
        int row = order == ROW_MAJOR, a_row = row == (trans == NO_TRANS); \
        Int ai = a_row ? lda : 1, al = a_row ? 1 : lda, ci = row ? ldc : 1, cj = row ? 1 : ldc; \
        for (Int i = 0; i < n; i++) { \
            Int first = uplo == UPPER ? i : 0, many = uplo == UPPER ? n - i : i + 1; \
            T *to = c + i * ci + first * cj; \
            p##scale(many, at beta, to, cj); \
            for (Int l = 0; l < k; l++) \
                p##add(many, at alpha * a[i * ai + l * al], a + first * ai + l * al, ai, to, cj); \
        } \
    } \
    void scipy_cblas_##p##gemv64_(int order, int trans, Int m, Int n, S alpha, const T *a, Int lda, \
                                  const T *x, Int from, S beta, T *y, Int to) { \
        int row = order == ROW_MAJOR, plain = trans == NO_TRANS, a_row = row == plain; \
        Int rows = plain ? m : n, columns = plain ? n : m, ai = a_row ? lda : 1, aj = a_row ? 1 : lda; \
        if (from < 0) x -= (columns - 1) * from; \
        if (to < 0) y -= (rows - 1) * to; \
        p##scale(rows, at beta, y, to); \
        if (ai == 1) for (Int j = 0; j < columns; j++) \
            p##add(rows, at alpha * x[j * from], a + j * aj, ai, y, to); \
        else for (Int i = 0; i < rows; i++) { \
            T sum = 0; \
            for (Int j = 0; j < columns; j++) sum += a[i * ai + j * aj] * x[j * from]; \
            y[i * to] += at alpha * sum; \
        } \
    }

#define DOT(T, x, from, y, to, of) \
    T sum = 0; \
    if (from < 0) x -= (n - 1) * from; \
    if (to < 0) y -= (n - 1) * to; \
    for (Int i = 0; i < n; i++) sum += of(x[i * from]) * y[i * to];

#define REAL(p, T) \
    ROUTINES(p, T, T, ) \
    T scipy_cblas_##p##dot64_(Int n, const T *x, Int from, const T *y, Int to) { \
        DOT(T, x, from, y, to, ) \
        return sum; \
    }

#define COMPLEX(p, T, CONJ) \
    ROUTINES(p, T, const T *, *) \
    void scipy_cblas_##p##dotu_sub64_(Int n, const T *x, Int from, const T *y, Int to, T *into) { \
        DOT(T, x, from, y, to, ) \
        *into = sum; \
    } \
    void scipy_cblas_##p##dotc_sub64_(Int n, const T *x, Int from, const T *y, Int to, T *into) { \
        DOT(T, x, from, y, to, CONJ) \
        *into = sum; \
    }

REAL(s, float)
REAL(d, double)
COMPLEX(c, FloatComplex, conjf)
COMPLEX(z, DoubleComplex, conj)
