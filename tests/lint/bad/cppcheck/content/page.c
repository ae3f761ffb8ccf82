int page(void)
{
    int list[3] = {0};

    return list[3];
}
