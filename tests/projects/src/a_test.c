int a_test;
