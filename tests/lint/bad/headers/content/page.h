struct page {
    size_t n;
};
