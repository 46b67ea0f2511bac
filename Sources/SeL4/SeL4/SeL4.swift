// SeL4
