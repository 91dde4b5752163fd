/*
 * A value of a type that is declared nowhere, for C++: it turns into anything,
 * takes anything and is called with anything. In C a number does. Types are
 * derived from it; operators are templates over these, so that they never
 * compete for what is a number on both sides. See repair.h.
 */
#ifndef PAGEAUDIT_ANY_H
#define PAGEAUDIT_ANY_H
#pragma GCC system_header

#ifdef __cplusplus
/* `type` for what is not of this kind. */
template <class T, class = void> struct pageaudit_plain {
	typedef void type;
};
template <class T> struct pageaudit_plain<T, typename T::pageaudit_tag> {};

struct pageaudit_any {
	typedef void pageaudit_tag;
	long long pageaudit_value;
	pageaudit_any() = default;
	template <class T> pageaudit_any(const T &);
	template <class T, class = typename pageaudit_plain<T>::type>
	operator T &() const; /* one of this kind takes another itself */
	operator long long() const; /* a switch asks for one like this */
	template <class T> pageaudit_any &operator=(const T &);
	template <class T> pageaudit_any &operator|=(const T &);
	template <class T> pageaudit_any &operator&=(const T &);
	template <class T> pageaudit_any &operator^=(const T &);
	template <class T> pageaudit_any &operator+=(const T &);
	template <class T> pageaudit_any &operator-=(const T &);
	pageaudit_any &operator++();
	pageaudit_any &operator--();
	pageaudit_any operator++(int);
	pageaudit_any operator--(int);
	pageaudit_any operator~() const;
	pageaudit_any operator-() const;
	pageaudit_any &operator*() const;
	bool operator!() const;
	template <class T> pageaudit_any &operator[](const T &) const;
	template <class... T> pageaudit_any operator()(const T &...) const;
};

#define PAGEAUDIT_OPERATOR(result, op)                               \
	template <class A, class T, class = typename A::pageaudit_tag> \
	result operator op(const A &, const T &);                    \
	template <class T, class A, class = typename A::pageaudit_tag, \
		class = typename pageaudit_plain<T>::type>           \
	result operator op(const T &, const A &);
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
