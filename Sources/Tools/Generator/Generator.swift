/// Turns the tables of Interfaces/ into Swift and assembly sources.
public enum Generator {}
