package dev.forebay.log.record;

/** What is wrong with the bytes of a record batch; {@link #toString()} is a sentence for people. */
public enum BatchFault {
    HEADER_CUT("fewer bytes are left than a batch header has"),
    LENGTH_TOO_SMALL("the declared length is smaller than a batch header"),
    CUT("the declared length reaches beyond the bytes there are"),
    MAGIC_UNKNOWN("the format version is not 2"),
    CRC_MISMATCH("the checksum does not match the bytes"),
    OFFSETS_OUT_OF_RANGE("an offset is negative or too large"),
    COUNT_OUT_OF_RANGE("the record count does not fit the offsets or the length"),
    COMPRESSED("the records are compressed and cannot be read one by one"),
    RECORD_CUT("a record reaches beyond the end of its batch"),
    RECORD_FIELD_OUT_OF_RANGE("a length, count or delta inside a record is out of range"),
    RECORD_OFFSETS_NOT_RISING("the offsets of the records do not rise"),
    BYTES_LEFT_OVER("bytes are left over after the last field");

    private final String sentence;

    BatchFault(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String toString() {
        return sentence;
    }
}
