#!/usr/bin/env bash
cp $1 /tmp
