int page(int count);
