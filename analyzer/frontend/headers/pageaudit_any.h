/*
 * A value of a type that is declared nowhere, for C++: it turns into anything
 * and takes anything. In C a number does. See repair.h.
 */
#ifndef PAGEAUDIT_ANY_H
#define PAGEAUDIT_ANY_H
#pragma GCC system_header

#ifdef __cplusplus
struct pageaudit_any {
	long long pageaudit_value;
	pageaudit_any() = default;
	template <class T> pageaudit_any(const T &);
	template <class T> operator T() const;
	template <class T> pageaudit_any &operator=(const T &);
	template <class T> pageaudit_any &operator|=(const T &);
	template <class T> pageaudit_any &operator&=(const T &);
	template <class T> pageaudit_any &operator+=(const T &);
	template <class T> pageaudit_any &operator-=(const T &);
	pageaudit_any &operator++();
	pageaudit_any &operator--();
	pageaudit_any operator++(int);
	pageaudit_any operator--(int);
	pageaudit_any operator~() const;
	pageaudit_any operator*() const;
	bool operator!() const;
	template <class... T> pageaudit_any operator()(const T &...) const;
};
#define PAGEAUDIT_OPERATOR(result, op)                                     \
	result operator op(const pageaudit_any &, const pageaudit_any &);  \
	template <class T> result operator op(const pageaudit_any &, T);   \
	template <class T> result operator op(T, const pageaudit_any &);
PAGEAUDIT_OPERATOR(bool, ==)
PAGEAUDIT_OPERATOR(bool, !=)
PAGEAUDIT_OPERATOR(bool, <)
PAGEAUDIT_OPERATOR(bool, >)
PAGEAUDIT_OPERATOR(bool, <=)
PAGEAUDIT_OPERATOR(bool, >=)
PAGEAUDIT_OPERATOR(pageaudit_any, &)
PAGEAUDIT_OPERATOR(pageaudit_any, |)
PAGEAUDIT_OPERATOR(pageaudit_any, ^)
PAGEAUDIT_OPERATOR(pageaudit_any, +)
PAGEAUDIT_OPERATOR(pageaudit_any, -)
PAGEAUDIT_OPERATOR(pageaudit_any, *)
PAGEAUDIT_OPERATOR(pageaudit_any, /)
PAGEAUDIT_OPERATOR(pageaudit_any, %)
PAGEAUDIT_OPERATOR(pageaudit_any, <<)
PAGEAUDIT_OPERATOR(pageaudit_any, >>)
#undef PAGEAUDIT_OPERATOR
#endif
#endif
